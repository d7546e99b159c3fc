package com.example.boot3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.aspectj.lang.annotation.AfterReturning;
import org.aspectj.lang.annotation.Aspect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Dumps answers into the log, as many services do. */
@Aspect
@Component
class AuditAspect {
  private static final Logger log = LoggerFactory.getLogger(AuditAspect.class);

  private final ObjectMapper json;

  AuditAspect(ObjectMapper json) {
    this.json = json;
  }

  @AfterReturning(
      pointcut = "@annotation(com.example.boot3.AuditAspect.Audited)",
      returning = "answer")
  void dump(Object answer) throws JsonProcessingException {
    log.info("answer: {}", json.writeValueAsString(answer));
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Audited {}
}
