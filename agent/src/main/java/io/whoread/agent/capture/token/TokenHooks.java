package io.whoread.agent.capture.token;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import java.util.Arrays;
import java.util.List;

/**
 * Where an application has the signature of a token checked, by the libraries that do it. Spring
 * Security, Sa-Token and Shiro tell by themselves who acts; these are for those who wrote their own
 * filter.
 */
public final class TokenHooks {
  private static final String PACKAGE = "io.whoread.agent.capture.token.";

  private TokenHooks() {}

  public static List<Hook> all() {
    return Arrays.asList(
        new LibraryHook("jjwt")
            .at(
                "io.jsonwebtoken.impl.DefaultJwtParser",
                PACKAGE + "SignedAdvice",
                named("parse").and(returns(named("io.jsonwebtoken.Jwt")))),
        new LibraryHook("java-jwt")
            .at(
                "com.auth0.jwt.JWTVerifier",
                PACKAGE + "ParsedAdvice",
                named("verify").and(takesArgument(0, String.class))),
        new LibraryHook("nimbus-jose-jwt")
            .at("com.nimbusds.jose.JWSObject", PACKAGE + "VerifiedAdvice", named("verify")),
        new LibraryHook("hutool-jwt")
            .at(
                "cn.hutool.jwt.JWT",
                PACKAGE + "VerifiedAdvice",
                named("verify").and(takesArguments(1))));
  }
}
