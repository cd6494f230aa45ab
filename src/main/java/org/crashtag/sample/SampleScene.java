package org.crashtag.sample;

import java.util.Optional;

/**
 * The stack of a crash, and what a reader must conclude from it.
 *
 * @param stack of the crashed thread
 * @param process its process's name
 * @param faulting file name of the module in which a parameter places the fault
 * @param suspect file name of the vendor's driver that was at work
 */
public record SampleScene(
    SampleStack stack, String process, Optional<String> faulting, Optional<String> suspect) {}
