package io.whoread.agent.actor;

import io.whoread.record.Roles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a token says that the application has verified, while it was at work on the request that
 * brought it.
 *
 * <p>A token is text that anybody can write. So it is never read here: believed is what a library
 * gave back to the application once the signature was found right, and only of a token that stands
 * in a header or cookie of the very request. A token for something else, such as a link to share,
 * does not say who acts.
 */
public final class VerifiedToken {
  /** Claims that name a person, the surest first. */
  private static final List<String> CLAIMS =
      Arrays.asList(
          "userId",
          "user_id",
          "adminId",
          "memberId",
          "customerId",
          "sellerId",
          "uid",
          "loginId",
          "username",
          "user_name",
          "userName",
          "loginName",
          "account",
          "id",
          "sub");

  private final Map<String, Object> claims;

  private VerifiedToken(Map<String, Object> claims) {
    this.claims = claims;
  }

  /**
   * @param verified what the library gave back, or the token that it found right
   * @param text of the token, or null where {@code verified} has it
   * @param request as the client sent it
   * @return null where it does not stand in the request, or says nothing
   */
  public static VerifiedToken of(Object verified, CharSequence text, Exchange request)
      throws ReflectiveOperationException {
    String token = text == null ? text(verified) : text.toString();
    if (token == null || token.length() < 16 || !request.hasInHeaders(token)) {
      return null;
    }
    Map<String, Object> claims = new HashMap<>();
    for (Map.Entry<?, ?> claim : claims(verified).entrySet()) {
      Object value = simple(claim.getValue());
      if (value != null) {
        claims.put(String.valueOf(claim.getKey()), value);
      }
    }
    return claims.isEmpty() ? null : new VerifiedToken(claims);
  }

  /**
   * Nimbus keeps the text of what it parsed, Hutool the three parts of it, JJWT the signature,
   * which ends the text and belongs to no other.
   */
  private static String text(Object verified) throws ReflectiveOperationException {
    Object parsed = SpringSecurity.call(verified, "getParsedString");
    if (parsed != null) {
      return parsed.toString();
    }
    Object parts = Properties.field(verified, "tokens");
    if (parts instanceof List) {
      return String.join(".", strings((List<?>) parts));
    }
    Object signature = SpringSecurity.call(verified, "getSignature");
    return signature instanceof String ? (String) signature : null;
  }

  private static String[] strings(List<?> parts) {
    return parts.stream().map(String::valueOf).toArray(String[]::new);
  }

  private static Map<?, ?> claims(Object verified) throws ReflectiveOperationException {
    // JJWT, Auth0, Hutool.
    for (String method : new String[] {"getBody", "getClaims", "getPayloads"}) {
      Object claims = SpringSecurity.call(verified, method);
      if (claims instanceof Map) {
        return (Map<?, ?>) claims;
      }
    }
    Object payload = SpringSecurity.call(verified, "getPayload");
    Object claims = payload == null ? null : SpringSecurity.call(payload, "toJSONObject");
    return claims instanceof Map ? (Map<?, ?>) claims : Collections.emptyMap();
  }

  /** The value as it is, or as a claim of Auth0 has it; null where it is no id. */
  private static Object simple(Object value) {
    if (value == null || Person.isSimple(value)) {
      return value;
    }
    for (String method : new String[] {"asString", "asLong", "asInt"}) {
      try {
        Method asked = value.getClass().getMethod(method);
        asked.setAccessible(true);
        Object found = asked.invoke(value);
        if (found != null) {
          return found;
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        // Not a claim, or not of that type.
      }
    }
    return null;
  }

  /**
   * @param claim its name; empty for a guess
   */
  Identity identity(String claim) {
    if (!claim.isEmpty()) {
      Identity named = Identity.of(claims.get(claim), "jwt:" + claim, null);
      return named == null ? null : named.claiming(claims);
    }
    for (String name : CLAIMS) {
      Object value = claims.get(name);
      // A subject may be the token's own title.
      if (value != null && value.toString().matches("[\\w.@:+-]{1,64}")) {
        String role = Words.role(name);
        String hint = Roles.CUSTOMER.equals(role) || Roles.STAFF.equals(role) ? role : null;
        return Identity.of(value, "jwt:" + name + " (guessed)", hint).claiming(claims);
      }
    }
    return null;
  }
}
