package io.whoread.collector.api.login;

import io.whoread.collector.api.Actions;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Decides who comes in: throttled, and every log-in and failed log-in an entry of the log before it
 * takes effect.
 *
 * <p>Scripts send name and password with each request (HTTP Basic). Hashing them each time would
 * cost a third of a second of CPU, so that what a script has proved is remembered for five minutes,
 * as a keyed digest of name, password, the stored hash and the address: from elsewhere, or with a
 * changed password or account, it is a log-in again. Who fills in the form always logs in.
 */
public final class Doorkeeper implements AuthenticationManager {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MOST_REMEMBERED = 1_000;

  private final Accounts accounts;
  private final Actions actions;
  private final InstantSource clock;
  private final LoginThrottle throttle;
  private final DaoAuthenticationProvider provider;
  private final byte[] key = new byte[32];
  private final Map<String, Long> proved = new ConcurrentHashMap<>();

  /** Marks an attempt as a script's. */
  public static final class ScriptDetails extends WebAuthenticationDetails {
    private static final long serialVersionUID = 1;

    public ScriptDetails(HttpServletRequest request) {
      super(request);
    }
  }

  public Doorkeeper(
      Accounts accounts, PasswordEncoder encoder, Actions actions, InstantSource clock) {
    this.accounts = accounts;
    this.actions = actions;
    this.clock = clock;
    this.throttle = new LoginThrottle(clock);
    this.provider = new DaoAuthenticationProvider(accounts);
    provider.setPasswordEncoder(encoder);
    new SecureRandom().nextBytes(key);
  }

  @Override
  public Authentication authenticate(Authentication attempt) throws AuthenticationException {
    String name = attempt.getName();
    String address =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    Account account = accounts.find(name).orElse(null);
    boolean script = attempt.getDetails() instanceof ScriptDetails;
    String proof = script && account != null ? proof(account, attempt, address) : null;
    if (proof != null && proved.getOrDefault(proof, 0L) > clock.millis()) {
      return authenticated(account, attempt);
    }
    Duration wait = throttle.admit(name, address);
    if (!wait.isZero()) {
      throw new TooManyAttempts(wait);
    }
    try {
      provider.authenticate(attempt);
    } catch (AuthenticationException e) {
      // What was typed for a name may be a password: only names of accounts are written down.
      actions.loginFailed(account == null ? "" : name, address);
      throw e;
    }
    throttle.succeeded(name, address);
    actions.login(name, address);
    Account current = accounts.loadUserByUsername(name);
    if (script) {
      remember(proof(current, attempt, address));
    }
    return authenticated(current, attempt);
  }

  private static Authentication authenticated(Account account, Authentication attempt) {
    UsernamePasswordAuthenticationToken token =
        UsernamePasswordAuthenticationToken.authenticated(account, null, account.getAuthorities());
    token.setDetails(attempt.getDetails());
    return token;
  }

  private void remember(String proof) {
    if (proved.size() >= MOST_REMEMBERED) {
      proved.clear();
    }
    proved.put(proof, clock.millis() + REMEMBERED.toMillis());
  }

  private String proof(Account account, Authentication attempt, String address) {
    String password = String.valueOf(attempt.getCredentials());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (String part : List.of(account.name(), account.hash(), address, password)) {
        mac.update(part.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no usable HmacSHA256 in this JVM", e);
    }
  }
}
