// SPDX-License-Identifier: Apache-2.0
package io.pgsluice.benchmarks.peers;

import io.pgsluice.benchmarks.Candidate;
import io.pgsluice.benchmarks.Candidates;
import java.util.List;

/** The peers. */
public final class PeerCandidates implements Candidates {
    @Override
    public List<Candidate> everyday() {
        return List.of(
                new SpringLazy(),
                new SpringRouting(),
                new AwsWrapper("AWS wrapper, readWriteSplitting, pool around it", AwsWrapper.Arrangement.POOL_AROUND),
                new AwsWrapper("AWS wrapper, readWriteSplitting, pools inside", AwsWrapper.Arrangement.POOLS_INSIDE),
                new AwsWrapper("AWS wrapper, srw, pool around it", AwsWrapper.Arrangement.SRW),
                new AwsWrapper("AWS wrapper, autoReadWriteSplitting, pools inside", AwsWrapper.Arrangement.AUTO),
                new ShardingSphere());
    }

    @Override
    public List<Candidate> failingOver() {
        return List.of(
                new AwsFailover("AWS wrapper", false),
                new AwsFailover("AWS wrapper, tuned", true),
                new ShardingSphere());
    }
}
