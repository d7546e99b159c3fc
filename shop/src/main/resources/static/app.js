const LABELS = {
  orderNo: '订单号', sellerId: '商家', customerId: '客户编号', waybillNo: '运单号', receiverName: '收件人',
  receiverPhone: '手机', receiverAddress: '地址', cardTail: '卡尾号', item: '商品', amount: '金额', remark: '备注',
  status: '状态', placedAt: '下单时间', courierId: '快递员', handedOutAt: '派件时间',
};
// What each kind of account sees first: the list, its rows, and the address of one row.
const HOMES = {
  ROLE_STAFF: { list: '/api/orders', open: row => `/api/orders/${row.orderNo}`, reveals: true },
  ROLE_SELLER: { list: '/api/seller/orders', open: row => `/api/seller/orders/${row.orderNo}` },
  ROLE_COURIER: { list: '/api/courier/parcels', open: row => `/api/courier/parcels/${row.waybillNo}` },
  ROLE_CUSTOMER: { list: '/api/my/orders' },
};
const $ = id => document.getElementById(id);
let home, page = 0, query = '';

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status === 404 ? '没有找到' : `出错了 (${answer.status})`);
  return answer.json();
}

async function post(address, body) {
  const csrf = await get('/api/csrf');
  return fetch(address, { method: 'POST', body, headers: { [csrf.headerName]: csrf.token } });
}

function cells(row, tag, values) {
  for (const value of values) {
    const cell = document.createElement(tag);
    cell.textContent = value ?? '';
    row.append(cell);
  }
}

async function showList() {
  const found = await get(`${home.list}?page=${page}&q=${encodeURIComponent(query)}`);
  const rows = found.orders ?? found;
  const columns = Object.keys(rows[0] ?? {});
  const head = document.createElement('tr');
  cells(head, 'th', columns.map(c => LABELS[c] ?? c));
  $('rows').tHead.replaceChildren(head);
  $('rows').tBodies[0].replaceChildren(...rows.map(row => {
    const line = document.createElement('tr');
    cells(line, 'td', columns.map(c => row[c]));
    if (home.open) line.onclick = () => guarded(() => showDetail(row));
    return line;
  }));
  $('rows').hidden = false;
  $('message').textContent = rows.length ? '' : '没有数据';
  $('pages').hidden = !found.orders;
  if (found.orders) {
    $('page').textContent = `${page + 1} / ${Math.max(1, Math.ceil(found.total / found.size))}`;
    $('previous').disabled = page === 0;
    $('next').disabled = (page + 1) * found.size >= found.total;
  }
}

async function showDetail(row) {
  const one = await get(home.open(row));
  const list = $('detail').querySelector('dl');
  list.replaceChildren();
  for (const [name, value] of Object.entries(one)) {
    cells(list, 'dt', [LABELS[name] ?? name]);
    cells(list, 'dd', [value]);
  }
  $('reveal').hidden = !home.reveals;
  $('reveal').onclick = () => guarded(async () => {
    const revealed = await (await post(`${home.open(row)}/phone`)).json();
    const place = Object.keys(one).indexOf('receiverPhone');
    list.querySelectorAll('dd')[place].textContent = revealed.receiverPhone;
  });
  $('detail').showModal();
}

async function guarded(action) {
  try {
    await action();
  } catch (e) {
    $('message').textContent = e.message;
  }
}

async function start() {
  const answer = await fetch('/api/me');
  $('login').hidden = answer.ok;
  $('leave').hidden = !answer.ok;
  if (!answer.ok) return;
  const me = await answer.json();
  $('who').textContent = me.username;
  home = HOMES[me.authorities.find(a => a in HOMES)];
  $('search').hidden = !home.reveals;
  await showList();
}

$('login').onsubmit = event => {
  event.preventDefault();
  guarded(async () => {
    const answer = await post('/login', new URLSearchParams(new FormData($('login'))));
    $('message').textContent = answer.ok ? '' : '账号或密码不对';
    if (answer.ok) await start();
  });
};
$('search').onsubmit = event => {
  event.preventDefault();
  query = new FormData($('search')).get('q').trim();
  page = 0;
  guarded(showList);
};
$('leave').onclick = () => guarded(async () => { await post('/logout'); location.reload(); });
$('previous').onclick = () => { page--; guarded(showList); };
$('next').onclick = () => { page++; guarded(showList); };
$('close').onclick = () => $('detail').close();
guarded(start);
