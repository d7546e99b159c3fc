package io.whoread.collector.detect;

import java.util.function.Consumer;

/**
 * One step of detection. Inputs of one key come in order and on one thread; what a stage remembers
 * of a key is in its {@link KeyedState}, under that key and no other, so that stages can run behind
 * one another in one process or on partitions of a topic. Beside it there is only what bounds the
 * memory of the whole: until when {@link SubjectStage} may have forgotten a subject, which is kept
 * with the snapshot and would be each partition's own.
 *
 * <p>What comes out depends on what came in and on nothing else: no clock, no chance. Time passes
 * as the watermark does, which records carry and, where none comes, ticks. That is what lets a
 * replay find the same alerts.
 *
 * @param <K> key
 * @param <I> input, a protobuf message
 * @param <O> output, a protobuf message, the input of the next stage
 */
interface Stage<K, I, O> {
  K key(I input);

  void accept(I input, Consumer<O> next);

  /**
   * An alarm that the stage set for a key goes off.
   *
   * @param time that it was set to
   * @param position of the log's entry that carried the watermark there
   */
  default void due(K key, long time, long position, Consumer<O> next) {}
}
