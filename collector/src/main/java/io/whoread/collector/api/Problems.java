package io.whoread.collector.api;

import io.whoread.collector.api.login.TooManyAttempts;
import io.whoread.collector.canary.BadCanary;
import io.whoread.collector.index.BusyException;
import io.whoread.collector.index.IndexAwayException;
import io.whoread.collector.people.BadRegister;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every error of the API as {@code application/problem+json} (RFC 9457): a sentence in {@code
 * detail}, and a {@code code} that stays the same from version to version.
 */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  @ExceptionHandler
  ProblemDetail refusal(Refusal refusal) {
    return problem(refusal.status(), refusal.code(), refusal.getMessage());
  }

  @ExceptionHandler
  ProblemDetail conflict(Conflict conflict) {
    ProblemDetail problem = problem(409, conflict.code(), conflict.getMessage());
    problem.setProperty("revision", conflict.revision());
    problem.setProperty("steps", conflict.steps());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail register(BadRegister bad) {
    ProblemDetail problem = problem(400, "bad-register", bad.getMessage());
    problem.setProperty("count", bad.count());
    problem.setProperty("faults", bad.faults());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail canary(BadCanary bad) {
    return problem(bad.status(), bad.code(), bad.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(BusyException busy) {
    return ResponseEntity.status(503)
        .header(HttpHeaders.RETRY_AFTER, "10")
        .body(
            problem(
                503, "busy", "Too many large questions are being answered; ask again in a while."));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> away(IndexAwayException away) {
    LOG.warn("the index cannot be asked", away);
    return ResponseEntity.status(503)
        .header(HttpHeaders.RETRY_AFTER, "10")
        .body(
            problem(
                503, "index-away", "Where the trail is indexed does not answer now; ask again."));
  }

  @ExceptionHandler
  ProblemDetail fault(Exception fault) {
    LOG.error("a question could not be answered", fault);
    return problem(500, "fault", "The collector failed to answer; its log says why.");
  }

  @ExceptionHandler
  void denied(AccessDeniedException denied) {
    throw denied;
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    // The framework's own sentences may repeat what was sent; ours does not.
    ProblemDetail problem =
        problem(
            status.value(), "bad-request", "The request is not one that this address understands.");
    return super.handleExceptionInternal(e, problem, headers, status, request);
  }

  /**
   * Answers where no controller is reached: log-in failed, not logged in, not allowed, not there.
   */
  void answer(HttpServletResponse response, RuntimeException why) throws IOException {
    switch (why) {
      case TooManyAttempts e -> {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(e.seconds()));
        ProblemDetail problem =
            problem(
                429,
                "too-many-attempts",
                "Too many failed attempts; try again in " + e.seconds() + " s.");
        problem.setProperty("seconds", e.seconds());
        write(response, problem);
      }
      case AuthenticationException e ->
          write(response, problem(401, "log-in", "Log in with name and password."));
      case Refusal e -> write(response, refusal(e));
      case CsrfException e ->
          write(response, problem(403, "stale-page", "The page is out of date; load it anew."));
      default ->
          write(response, problem(403, "not-allowed", "This account does not have the role."));
    }
  }

  void logInFailed(HttpServletResponse response, AuthenticationException why) throws IOException {
    if (why instanceof TooManyAttempts) {
      answer(response, why);
    } else if (why.getCause() instanceof Refusal refusal) {
      write(response, refusal(refusal));
    } else {
      write(response, problem(401, "wrong-password", "Name or password is wrong."));
    }
  }

  private void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
    response.setStatus(problem.getStatus());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }

  private static ProblemDetail problem(int status, String code, String sentence) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), sentence);
    problem.setProperty("code", code);
    return problem;
  }
}
