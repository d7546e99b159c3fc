package com.example.boot2;

import com.baomidou.mybatisplus.core.mapper.BaseMapper;

interface AddressMapper extends BaseMapper<Address> {}
