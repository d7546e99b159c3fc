package com.example.boot2;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;

interface CustomerMapper extends BaseMapper<Customer> {}
