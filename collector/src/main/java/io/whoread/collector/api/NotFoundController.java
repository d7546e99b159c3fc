package io.whoread.collector.api;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every address of the API that no other controller has. */
@RestController
class NotFoundController {
  static Refusal nothingHere() {
    return Refusal.notFound("no-such-address", "There is nothing at this address.");
  }

  @RequestMapping("/api/**")
  void nowhere() {
    throw nothingHere();
  }
}
