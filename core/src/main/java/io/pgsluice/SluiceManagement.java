// SPDX-License-Identifier: Apache-2.0
package io.pgsluice;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBean of one data source. Safe for use by multiple threads. */
final class SluiceManagement implements SluiceDataSourceMXBean {
    private static final Logger LOG = LoggerFactory.getLogger(SluiceDataSource.class);

    private final SluiceDataSource dataSource;

    private SluiceManagement(SluiceDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A name that is registered. */
    record Registration(MBeanServer server, ObjectName name) {
        void end() {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.debug("{} is not registered any more", name, e);
            }
        }
    }

    /** Registers the MBean; where another one has its name, with a number. Null if that is not possible. */
    static @Nullable Registration register(SluiceDataSource dataSource) {
        String name = dataSource.config().name();
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            String first = "io.pgsluice:type=SluiceDataSource,name=" + ObjectName.quote(name);
            for (int instance = 1; ; instance++) {
                ObjectName objectName = new ObjectName(instance == 1 ? first : first + ",instance=" + instance);
                try {
                    server.registerMBean(new SluiceManagement(dataSource), objectName);
                    return new Registration(server, objectName);
                } catch (InstanceAlreadyExistsException e) {
                    LOG.debug("{} - {} is another data source's", name, objectName);
                }
            }
        } catch (JMException | SecurityException e) {
            LOG.warn("{} - has no MBean", name, e);
            return null;
        }
    }

    @Override
    public String getName() {
        return dataSource.config().name();
    }

    @Override
    public String getTopology() {
        return dataSource.topology().summary();
    }

    @Override
    public @Nullable String getPrimary() {
        NodeStatus primary = dataSource.topology().primary();
        return primary == null ? null : primary.name();
    }

    @Override
    public Map<String, String> getRoles() {
        return nodes(node -> node.role().name());
    }

    @Override
    public Map<String, String> getStates() {
        return nodes(node -> node.state().name());
    }

    @Override
    public Map<String, String> getEligibilities() {
        return nodes(node -> node.eligibility().name());
    }

    @Override
    public Map<String, Long> getLagMillis() {
        return nodes(node -> {
            Duration lag = node.lag();
            return lag == null ? null : lag.toMillis();
        });
    }

    private <T> Map<String, T> nodes(Function<NodeStatus, @Nullable T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (NodeStatus node : dataSource.topology().nodes()) {
            T of = value.apply(node);
            if (of != null) {
                map.put(node.name(), of);
            }
        }
        return map;
    }

    @Override
    public Map<String, Long> getTransactions() {
        return statistics(node ->
                node.transactions().values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public Map<String, Integer> getConnectionsInUse() {
        return statistics(NodeStatistics::inUse);
    }

    @Override
    public Map<String, Integer> getConnectionsIdle() {
        return statistics(NodeStatistics::idle);
    }

    private <T> Map<String, T> statistics(Function<NodeStatistics, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        dataSource.statistics().forEach(node -> map.put(node.node(), value.apply(node)));
        return map;
    }

    @Override
    public long getPrimaryChanges() {
        return dataSource.primaryChanges();
    }

    @Override
    public long getRetries() {
        return dataSource.retries();
    }

    @Override
    public long getTransactionsLost() {
        return dataSource.transactionsLost();
    }

    @Override
    public long getCommitsInDoubt() {
        return dataSource.commitsInDoubt();
    }

    @Override
    public long getRetriesRefused() {
        return dataSource.retriesRefused();
    }

    @Override
    public boolean isPaused() {
        return dataSource.isPaused();
    }

    @Override
    public long getHeldCalls() {
        return dataSource.heldCalls();
    }

    @Override
    public int getOpenPrimaryTransactions() {
        return dataSource.openPrimaryTransactions();
    }

    @Override
    public boolean pause(long maxWaitMillis) throws InterruptedException {
        return dataSource.pause(Duration.ofMillis(maxWaitMillis), "JMX");
    }

    @Override
    public void resume() {
        dataSource.resume();
    }

    @Override
    public void drain(String node) {
        dataSource.drain(node);
    }

    @Override
    public void undrain(String node) {
        dataSource.undrain(node);
    }
}
