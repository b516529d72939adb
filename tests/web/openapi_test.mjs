// The description of the API: valid OpenAPI 3.1, whole, and true of the server that serves it.
import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import { County } from '../browser/lib/server.mjs';
import { claim, finish, note } from '../browser/lib/tap.mjs';

const HOUSEHOLDS = 60;
const PREFIX = '/api/v1';
// Values that the demo county has; a parameter without one is tried with "1", for which 404 is a true answer as well.
const VALUES = { run: '1', fund: 'dibao', month: '2013-06' };
// One user for each post, so that some may and some may not.
const ROLES = {
    village_clerk: 'api.village', township_clerk: 'township106.clerk', bureau_officer: 'dibao1', bureau_accountant: 'accountant',
    finance_officer: 'finance1', auditor: 'auditor', administrator: 'admin',
};

const county = new County();
const json = (...args) => JSON.parse(county.run(...args, '--json'));
const tokens = {};

const documentOf = () => JSON.parse(county.run('api', 'openapi'));
const operationsOf = (api) => Object.entries(api.paths).flatMap(([path, item]) =>
    ['get', 'post'].filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
const resolve = (api, it) => (it.$ref ? it.$ref.slice(2).split('/').reduce((at, key) => at[key], api) : it);

// People come back to a place as it was, so a role's calls go to fresh values each time a path asks for them.
const addressOf = (path) => PREFIX + path.replace(/\{(\w+)\}/g, (_, name) => VALUES[name] ?? '1');

async function call(operation, token) {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const init = { method: operation.method.toUpperCase(), headers, redirect: 'manual' };
    if (operation.method === 'post') {
        headers['content-type'] = 'application/json';
        init.body = '{}';
    }
    return fetch(county.url + addressOf(operation.path), init);
}

// From the lists: the first thing that is called as a parameter of some path.
async function valuesFind(operations, token) {
    const wanted = new Set(operations.flatMap((o) => [...o.path.matchAll(/\{(\w+)\}/g)].map((m) => m[1])));
    const look = (at) => {
        if (at === null || typeof at !== 'object') return;
        for (const [key, value] of Object.entries(at)) {
            if (wanted.has(key) && VALUES[key] === undefined && value !== '' && /^(string|number)$/.test(typeof value)) VALUES[key] = String(value);
            look(value);
        }
    };
    for (const operation of operations) {
        if (operation.method !== 'get' || operation.path.includes('{')) continue;
        const answer = await call({ ...operation, path: `${operation.path}?show=all` }, token); // past ones too
        if (answer.status === 200 && typeOf(answer) === 'application/json') look(await answer.json());
        else await answer.arrayBuffer();
    }
}

const typeOf = (answer) => (answer.headers.get('content-type') ?? '').split(';')[0];

// The answer is one that the document names, of a type and a shape that it names.
async function assertDocumented(api, ajv, operation, answer) {
    const what = `${operation.method} ${operation.path}: ${answer.status}`;
    assert.ok(answer.status < 500, what);
    const described = operation.responses[answer.status];
    assert.ok(described, `${what} is not described`);
    const content = resolve(api, described).content;
    const type = typeOf(answer);
    const media = content[type] ?? content['*/*'];
    assert.ok(media, `${what}: ${type} is not described`);
    if (type !== 'application/json') {
        await answer.arrayBuffer();
        return;
    }
    const body = await answer.json();
    const valid = ajv.validate({ $ref: `api#${pointerTo(media.schema, api)}` }, body);
    assert.ok(valid, `${what}: ${ajv.errorsText()} ${JSON.stringify(body).slice(0, 200)}`);
    assert.equal(answer.headers.get('set-cookie'), null, what);
}

// Schemas of answers are shared ones, or a choice of such: the latter is added to the document under its own name.
function pointerTo(schema, api) {
    if (schema.$ref) return schema.$ref.slice(1);
    const name = `x${Buffer.from(JSON.stringify(schema)).toString('hex').slice(-40)}`;
    api.components.schemas[name] = schema;
    return `/components/schemas/${name}`;
}

try {
    county.run('init', '--plan', 'plans/jingxian-2013.yaml');
    county.run('demo', '--households', HOUSEHOLDS);
    county.run('user', 'add', 'api.village', '--role', 'village_clerk', '--scope', '341823106201');
    for (const [role, user] of Object.entries(ROLES))
        tokens[role] = json('user', 'token', 'add', user, '--label', 'test')[0].token;
    const api = documentOf();
    const operations = operationsOf(api);
    await county.start();

    await claim('the_document_is_valid_openapi_3_1', async () => {
        const result = await new Validator().validate(structuredClone(api));
        assert.ok(result.valid, JSON.stringify(result.errors, null, 1));
        assert.equal(api.openapi, '3.1.0');
    });
    await claim('operation_ids_are_names_of_their_own', () => {
        const ids = operations.map((operation) => operation.operationId);
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) assert.match(id, /^[a-z][A-Za-z0-9_]*$/);
    });
    await claim('every_route_for_programs_is_in_it_and_nothing_else', () => {
        const routes = json('api', 'routes');
        const named = new Map(operations.map((o) => [`${o.method.toUpperCase()} ${o.path}`, o]));
        const expected = routes.filter((route) => route.is_api);
        assert.ok(expected.length > 30);
        assert.deepEqual([...named.keys()].sort(), expected.map((r) => `${r.method} ${r.pattern}`).sort());
        for (const route of expected) {
            const permission = named.get(`${route.method} ${route.pattern}`)['x-permission'];
            assert.deepEqual([permission.name, permission.roles.join(' ')], [route.permission, route.roles]);
        }
    });
    await claim('every_parameter_of_a_path_is_described', () => {
        for (const [path, item] of Object.entries(api.paths)) {
            const names = item.parameters.filter((p) => p.in === 'path').map((p) => p.name);
            assert.deepEqual(names, [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]), path);
        }
    });
    await claim('the_site_hands_out_the_same_document', async () => {
        const answer = await call({ method: 'get', path: '/openapi.json' }, tokens.auditor);
        assert.deepEqual(await answer.json(), api);
        const english = await fetch(`${county.url}${PREFIX}/openapi.json?lang=en`,
            { headers: { authorization: `Bearer ${tokens.auditor}` } });
        assert.notDeepEqual(await english.json(), api);
    });

    const whole = structuredClone(api);
    for (const operation of operations)
        for (const described of Object.values(operation.responses))
            for (const media of Object.values(resolve(api, described).content)) pointerTo(media.schema, whole);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(whole, 'api');

    await claim('without_a_token_every_operation_answers_401', async () => {
        for (const operation of operations) {
            const answer = await call(operation);
            const isOpen = operation.security?.length === 0;
            if (isOpen) assert.notEqual(answer.status, 401, operation.path);
            else assert.equal(answer.status, 401, `${operation.method} ${operation.path}`);
            if (!isOpen) assert.match(answer.headers.get('www-authenticate'), /^Bearer /);
            await assertDocumented(whole, ajv, operation, answer);
        }
    });
    await claim('with_a_token_every_operation_answers_as_described', async () => {
        await valuesFind(operations, tokens.bureau_officer);
        note(`parameters: ${JSON.stringify(VALUES)}`);
        assert.ok(VALUES.household && VALUES.case && VALUES.notice);
        const seen = {};
        for (const [role, token] of Object.entries(tokens))
            for (const operation of operations) {
                const answer = await call(operation, token);
                const may = operation['x-permission'].roles.includes(role);
                if (!may) assert.equal(answer.status, 403, `${role} ${operation.method} ${operation.path}`);
                assert.notEqual(answer.status, 401, `${role} ${operation.method} ${operation.path}`);
                seen[answer.status] = (seen[answer.status] ?? 0) + 1;
                await assertDocumented(whole, ajv, operation, answer);
            }
        note(`answers by status: ${JSON.stringify(seen)}`);
        assert.ok(seen[200] > 50 && seen[403] > 50 && seen[422] > 5);
    });
    finish();
} finally {
    await county.stop();
    county.remove();
}
