package io.whoread.collector.detect;

import java.util.function.Consumer;

/**
 * One step of detection. Inputs of one key come in order and on one thread; what a stage remembers
 * is in its {@link KeyedState} and nowhere else, under that key and no other, so that stages can
 * run behind one another in one process or on partitions of a topic.
 *
 * <p>What comes out depends on what came in and on nothing else: no clock, no chance. That is what
 * lets a replay find the same alerts.
 *
 * @param <K> key
 * @param <I> input, a protobuf message
 * @param <O> output, a protobuf message, the input of the next stage
 */
interface Stage<K, I, O> {
  K key(I input);

  void accept(I input, Consumer<O> next);
}
