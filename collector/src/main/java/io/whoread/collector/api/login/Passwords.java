package io.whoread.collector.api.login;

import java.util.Map;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * How passwords are hashed: PBKDF2 with HMAC-SHA-256, 16 bytes of salt and 600,000 iterations, as
 * OWASP asks for since 2023. bcrypt hashes brought from elsewhere are accepted.
 */
public final class Passwords {
  private static final String CURRENT = "pbkdf2-sha256-600k";

  private Passwords() {}

  public static PasswordEncoder encoder() {
    return new DelegatingPasswordEncoder(
        CURRENT,
        Map.of(
            CURRENT,
            new Pbkdf2PasswordEncoder(
                "", 16, 600_000, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256),
            "bcrypt",
            new BCryptPasswordEncoder(12)));
  }
}
