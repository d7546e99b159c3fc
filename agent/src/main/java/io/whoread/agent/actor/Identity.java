package io.whoread.agent.actor;

import io.whoread.agent.ship.CallerInfo.ActorInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/** What a resolver learnt of the person who acts. */
final class Identity {
  final String id;
  final String source;

  /** As Spring Security names them; empty where there are none. */
  final Collection<String> authorities;

  /** Of a token; empty where there is none. */
  final Map<?, ?> claims;

  /** What a record says of it, once worked out; only where that rests on nothing else. */
  volatile ActorInfo actor;

  Identity(String id, String source, Collection<String> authorities, Map<?, ?> claims) {
    this.id = id;
    this.source = source;
    this.authorities = authorities;
    this.claims = claims;
  }

  Identity(String id, String source) {
    this(id, source, Collections.<String>emptyList(), Collections.emptyMap());
  }
}
