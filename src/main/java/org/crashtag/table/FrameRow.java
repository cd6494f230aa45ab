package org.crashtag.table;

import org.crashtag.dump.stack.StackFrame;

/**
 * What a row of {@link Tables#STACK_FRAMES} is made from.
 *
 * @param entry the frame's position, from 0; the innermost frame is first
 */
public record FrameRow(String dumpId, int entry, StackFrame frame) {}
