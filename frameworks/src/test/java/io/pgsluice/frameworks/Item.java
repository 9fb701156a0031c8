// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.frameworks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** An entity with an identifier from a sequence and a version. */
@Entity
@Table(name = "item", uniqueConstraints = @UniqueConstraint(name = "item_name_key", columnNames = "name"))
public class Item {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "item_seq")
    @SequenceGenerator(name = "item_seq", sequenceName = "item_seq", allocationSize = 10)
    private @Nullable Long id;

    @Column(nullable = false)
    private String name = "";

    @Column(nullable = false)
    private int quantity;

    @Version
    private int version;

    /** For the persistence provider. */
    protected Item() {}

    public Item(String name, int quantity) {
        this.name = name;
        this.quantity = quantity;
    }

    public @Nullable Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public int quantity() {
        return quantity;
    }

    public void quantity(int newQuantity) {
        quantity = newQuantity;
    }
}
