package org.crashtag.table;

import org.crashtag.dump.Module;

/**
 * What a row of {@link Tables#MODULES} is made from.
 *
 * @param entry the module's position in the lists, from 0
 */
public record ModuleRow(String dumpId, int entry, Module module) {}
