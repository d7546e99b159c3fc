package io.whoread.collector.api;

import io.whoread.collector.engine.IndexMove;
import io.whoread.collector.index.elastic.UnfitClusterException;
import io.whoread.collector.settings.SettingsException;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** In which engine the index is, and how far it has moved to another. */
@RestController
class IndexController {
  private final IndexMove move;

  IndexController(IndexMove move) {
    this.move = move;
  }

  @GetMapping("/api/index")
  IndexMove.Progress progress() {
    return move.progress();
  }

  /** Has {@code engines.yaml} looked at again. */
  @PostMapping("/api/index/move")
  IndexMove.Progress move() throws IOException {
    try {
      return move.move();
    } catch (SettingsException | UnfitClusterException e) {
      throw new Refusal(409, "bad-engines", e.getMessage(), e);
    }
  }
}
