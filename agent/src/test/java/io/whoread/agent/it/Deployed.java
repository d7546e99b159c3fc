package io.whoread.agent.it;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a folder, a configuration and a collector of its own. */
abstract class Deployed {
  @TempDir Path folder;
  Deployment deployment;

  @BeforeEach
  final void deploy() throws Exception {
    deployment = new Deployment(folder);
  }

  @AfterEach
  final void close() {
    deployment.close();
  }
}
