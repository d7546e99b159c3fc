package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.ServiceState;
import io.whoread.record.Roles;

/**
 * Since when what a service shows is recorded, part by part: a part is an operation and a kind of
 * subject. An agent that is told to guard more classes, or a release with a new page, makes many
 * people read more than they ever did, as far as anybody knew. One person alone who begins to read
 * through what nobody used is no such thing: a part is new only once {@link #PEOPLE} have used it.
 */
final class Coverage {
  private static final int PEOPLE = 3;

  /** Parts of a service that are told apart; what is beyond is as old as the service. */
  private static final int MOST = 2_000;

  private final KeyedState<String, ServiceState> services;

  // Mostly that of the read before.
  private String lastOperation;
  private String lastKind;
  private String lastService;
  private int lastActor;
  private long lastSince;

  /**
   * @param services beside the state of {@link Reads}, and of the same partition
   */
  Coverage(KeyedState<String, ServiceState> services) {
    this.services = services;
  }

  /** Since when the part of a read is watched, in milliseconds since 1970; takes the read in. */
  long since(Read.Builder read) {
    String role = read.getActor().getRole();
    if (role.equals(Roles.SYSTEM) || role.equals(Roles.CUSTOMER)) {
      return read.getWatchedSinceMs();
    }
    int actor = Actors.hash(read.getActor());
    if (actor == lastActor
        && read.getOperation() == lastOperation
        && read.getSubjectKind() == lastKind
        && read.getService() == lastService) {
      return lastSince;
    }
    lastActor = actor;
    lastOperation = read.getOperation();
    lastKind = read.getSubjectKind();
    lastService = read.getService();
    lastSince = met(read, actor);
    return lastSince;
  }

  private long met(Read.Builder read, int actor) {
    ServiceState known = services.get(read.getService());
    if (known == null) {
      return read.getWatchedSinceMs();
    }
    int name = 31 * read.getOperation().hashCode() + read.getSubjectKind().hashCode();
    ServiceState.Part part = known.getPartsOrDefault(name, null);
    if (part == null) {
      if (known.getPartsCount() >= MOST) {
        return read.getWatchedSinceMs();
      }
      part = ServiceState.Part.getDefaultInstance();
    }
    if (part.getActorsCount() < PEOPLE && !part.getActorsList().contains(actor)) {
      // From the last of them on: one may have tried it out for weeks.
      part = part.toBuilder().addActors(actor).setSinceMs(read.getTimeMs()).build();
      services.put(read.getService(), known.toBuilder().putParts(name, part).build());
    }
    return part.getActorsCount() < PEOPLE ? read.getWatchedSinceMs() : part.getSinceMs();
  }
}
