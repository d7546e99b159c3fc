package com.example.boot2;

import com.alibaba.fastjson.JSON;
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

  @AfterReturning(
      pointcut = "@annotation(com.example.boot2.AuditAspect.Audited)",
      returning = "answer")
  void dump(Object answer) {
    log.info("answer: {}", JSON.toJSONString(answer));
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Audited {}
}
