package org.crashtag.table;

import org.crashtag.dump.stack.StackFrame;

/**
 * What a row of {@link Tables#STACK_FRAMES} is made from.
 *
 * @param entry the frame's place, from 0; the innermost first
 */
public record FrameRow(String dumpId, int entry, StackFrame frame) {}
