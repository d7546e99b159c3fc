package com.example.shop.order;

import java.util.List;

/**
 * One page of a list.
 *
 * @param page from 0
 * @param total how many orders the whole list has
 */
public record OrderPage(List<OrderRow> orders, int page, int size, long total) {}
