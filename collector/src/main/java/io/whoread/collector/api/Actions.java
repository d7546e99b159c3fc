package io.whoread.collector.api;

import com.google.protobuf.ByteString;
import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.Log;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.log.v1.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationServiceException;

/**
 * Writes what people do with the trail into the log. Every method returns once the entry is on
 * disk; where it cannot be written, the deed does not happen, but for a log-out.
 *
 * <p>Also remembers, for a working day and while the process lives, what a person gave a reason
 * for: that is what opens a trail.
 */
public final class Actions {
  /** How long a reason opens a trail. */
  static final Duration PERMIT = Duration.ofHours(8);

  /** Opening the same thing again within this time is not written down again. */
  private static final Duration SAME = Duration.ofHours(1);

  private static final int REMEMBERED = 20_000;
  private static final Logger LOGGER = LoggerFactory.getLogger(Actions.class);

  private final Log log;
  private final InstantSource clock;
  private final Map<String, Long> opened =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Actions(Log log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * @throws AuthenticationServiceException where it cannot be written
   */
  public void login(String user, String address) {
    enter(action(user, address, Action.Kind.LOGIN));
  }

  /**
   * @param user empty where there is no such account
   * @throws AuthenticationServiceException where it cannot be written
   */
  public void loginFailed(String user, String address) {
    enter(action(user, address, Action.Kind.LOGIN_FAILED));
  }

  /** In the words of those who let people in: else the log-in would end in a fault. */
  private void enter(Action.Builder action) {
    try {
      write(action);
    } catch (Refusal e) {
      throw new AuthenticationServiceException(e.getMessage(), e);
    }
  }

  /** A log-out alone happens all the same where it cannot be written. */
  void logout(String user, String address) {
    try {
      write(action(user, address, Action.Kind.LOGOUT));
    } catch (Refusal e) {
      LOGGER.warn("a log-out is not in the log, which cannot be written");
    }
  }

  /**
   * @param actor one that the trail knows: what was typed may be an order number
   * @param reason as the person wrote it, or empty where an alert is the reason
   * @param alert id, or empty
   */
  void openedActor(Person person, ActorId actor, String reason, String alert) {
    write(
        action(person.name(), person.address(), Action.Kind.OPENED_ACTOR)
            .setActor(actor.id())
            .setRole(actor.role())
            .setReason(reason)
            .setAlert(alert));
    remember(actorKey(person, actor));
  }

  boolean mayOpenActor(Person person, ActorId actor) {
    return within(actorKey(person, actor), PERMIT);
  }

  private static String actorKey(Person person, ActorId actor) {
    return who(person) + " actor " + actor.role() + '\0' + actor.id();
  }

  void openedAlert(Person person, String alert, ActorId actor) {
    String key = who(person) + " alert " + alert;
    if (!within(key, SAME)) {
      write(
          action(person.name(), person.address(), Action.Kind.OPENED_ALERT)
              .setAlert(alert)
              .setActor(actor.id())
              .setRole(actor.role()));
      remember(key);
    }
  }

  /**
   * @param pseudonyms made from the number that was typed, or followed from a trail
   * @param reason empty where a pseudonym was followed from a trail
   */
  void lookedUp(Person person, List<byte[]> pseudonyms, String reason) {
    Action.Builder action =
        action(person.name(), person.address(), Action.Kind.LOOKED_UP_SUBJECT).setReason(reason);
    pseudonyms.forEach(pseudonym -> action.addSubjects(ByteString.copyFrom(pseudonym)));
    write(action);
    pseudonyms.forEach(pseudonym -> remember(subjectKey(person, pseudonym)));
  }

  /**
   * @param actor null where it is no person
   * @param source of whose subjects a list is made, where it is no person; else empty
   */
  void listedSubjects(Person person, ActorId actor, String source, String reason) {
    Action.Builder action =
        action(person.name(), person.address(), Action.Kind.LISTED_SUBJECTS)
            .setSource(source)
            .setReason(reason);
    if (actor != null) {
      action.setActor(actor.id()).setRole(actor.role());
    }
    write(action);
  }

  /**
   * @param pseudonyms of the victims, one each
   * @param reason a case, or why
   */
  void traced(Person person, List<byte[]> pseudonyms, String reason) {
    traced(person, pseudonyms, reason, "", 0);
  }

  /**
   * @param pseudonyms of the victims: one each, or one for each order that a line may mean
   * @param reason a case, or why
   * @param resolver that was asked for orders; empty where none was
   * @param lines for which it was asked
   */
  void traced(Person person, List<byte[]> pseudonyms, String reason, String resolver, int lines) {
    Action.Builder action =
        action(person.name(), person.address(), Action.Kind.TRACED)
            .setReason(reason)
            .setResolver(resolver)
            .setResolvedLines(lines);
    pseudonyms.forEach(pseudonym -> action.addSubjects(ByteString.copyFrom(pseudonym)));
    write(action);
  }

  void listedCanaries(Person person) {
    String key = who(person) + " canaries";
    if (!within(key, SAME)) {
      write(action(person.name(), person.address(), Action.Kind.LISTED_CANARIES));
      remember(key);
    }
  }

  /** Whether the person looked a subject up within the hour. */
  boolean knows(Person person, byte[] pseudonym) {
    return within(subjectKey(person, pseudonym), SAME);
  }

  private static String subjectKey(Person person, byte[] pseudonym) {
    return who(person) + " subject " + java.util.HexFormat.of().formatHex(pseudonym);
  }

  /** Who has an account of the same name later on gave none of these reasons. */
  private static String who(Person person) {
    return person.name() + ' ' + person.account().hash();
  }

  private static Action.Builder action(String user, String address, Action.Kind kind) {
    return Action.newBuilder().setUser(user).setAddress(address).setKind(kind);
  }

  private void write(Action.Builder action) {
    try {
      log.append(Entry.newBuilder().setAction(action).build()).join();
    } catch (CompletionException e) {
      throw new Refusal(
          503, "log-unavailable", "The log cannot be written, so nothing may be opened.", e);
    }
  }

  private void remember(String key) {
    synchronized (opened) {
      opened.remove(key);
      opened.put(key, clock.millis());
    }
  }

  private boolean within(String key, Duration duration) {
    synchronized (opened) {
      Long at = opened.get(key);
      return at != null && clock.millis() - at < duration.toMillis();
    }
  }
}
