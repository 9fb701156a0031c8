// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.testkit.internal;

import java.io.IOException;
import java.util.List;

/** Gives all nodes of a cluster the same new data. */
public final class ClusterStarter {
    private ClusterStarter() {}

    /** Fills the data directories of servers that do not run. */
    public static void fill(Workspace workspace, List<NodeServer> servers) {
        try {
            NodeServer first = servers.get(0);
            first.fillAnew();
            for (NodeServer server : servers.subList(1, servers.size())) {
                server.fillFrom(first);
            }
        } catch (IOException e) {
            throw Disk.failure("cannot make the data directories in " + workspace.directory(), e);
        }
    }
}
