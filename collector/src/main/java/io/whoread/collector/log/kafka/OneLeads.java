package io.whoread.collector.log.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives partition 0 of each topic to one member of a group, and nothing to the others: to the one
 * that has it for as long as that is there, so that nothing changes where others come and go.
 */
public final class OneLeads implements ConsumerPartitionAssignor {
  /** What the one has that leads. */
  static final int PARTITION = 0;

  @Override
  public String name() {
    return "whoread-one-leads";
  }

  /** So that whoever has it keeps it while the group finds together anew. */
  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
    Map<String, Subscription> members = group.groupSubscription();
    Map<String, Assignment> assigned = new HashMap<>();
    members.keySet().forEach(member -> assigned.put(member, new Assignment(List.of())));
    String leader =
        members.entrySet().stream()
            // One that was away for long may not know yet that another has it.
            .max(
                Comparator.<Map.Entry<String, Subscription>>comparingInt(
                        each -> generation(each.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .orElseThrow()
            .getKey();
    List<TopicPartition> lead =
        members.get(leader).topics().stream()
            .map(topic -> new TopicPartition(topic, PARTITION))
            .toList();
    assigned.put(leader, new Assignment(lead));
    return new GroupAssignment(assigned);
  }

  /** When a member was given what it has; -1 where it has nothing. */
  private static int generation(Subscription member) {
    return member.ownedPartitions().isEmpty() ? -1 : member.generationId().orElse(0);
  }
}
