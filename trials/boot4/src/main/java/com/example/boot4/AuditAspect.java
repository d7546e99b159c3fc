package com.example.boot4;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.aspectj.lang.annotation.AfterReturning;
import org.aspectj.lang.annotation.Aspect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Dumps answers into the log, as many services do. */
@Aspect
@Component
class AuditAspect {
  private static final Logger log = LoggerFactory.getLogger(AuditAspect.class);

  private final JsonMapper json;

  AuditAspect(JsonMapper json) {
    this.json = json;
  }

  @AfterReturning(
      pointcut = "@annotation(com.example.boot4.AuditAspect.Audited)",
      returning = "answer")
  void dump(Object answer) {
    log.info("answer: {}", json.writeValueAsString(answer));
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Audited {}
}
