/**
 * A generated marketplace: who reads what in the course of ordinary work, with misuse planted in
 * it, and how well detection tells the two apart. What is assumed stands in docs/marketplace.md.
 *
 * <pre>
 * Size, seed -> World ( People, Orders, Days ) -> Desks   ordinary work  \
 *                                                 Planter misuse, Truth   > Visits in order of time -> Trail -> batches -> detector
 *                                                                                                  \-> Baselines
 *                                                                          Truth, alerts -> Score -> Table
 * </pre>
 */
package io.whoread.bench.market;
