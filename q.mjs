import {fork} from 'node:child_process'; import {once} from 'node:events'; import {build} from 'esbuild';
process.chdir('/tmp/wt/speed');
await build({entryPoints:{ours:'test/bench/clients/ours.ts',ours2:'test/bench/clients/ours2.ts',ours3:'test/bench/clients/ours3.ts',oursPool:'test/bench/clients/oursPool.ts',ours4:'test/bench/clients/ours4.ts'},bundle:true,outdir:'out/bench',platform:'node',format:'cjs',target:'node20',outExtension:{'.js':'.cjs'},minify:process.env.MIN!=='0',external:[]});
await build({entryPoints:{wsdl:'src/sandbox/wsdl.ts'},bundle:true,outdir:'out/bench',platform:'node',format:'cjs',outExtension:{'.js':'.cjs'}});
const s=fork('test/bench/server.mjs'); const [ep]=await once(s,'message');
const names=process.argv[2].split(','); const rows=Number(process.argv[3]||2000), rounds=Number(process.argv[4]||5);
const w={};
for(const n of names){const f=n.startsWith('ours')?`../../out/bench/${n}.cjs`:`./clients/${n}.mjs`; w[n]=fork('test/bench/worker.mjs',[f,ep,'16'],{execArgv:['--expose-gc',...(process.env.PROF&&n===process.env.PROF?['--cpu-prof','--cpu-prof-dir=/tmp/wt/speed/out/prof']:[])]});await once(w[n],'message');}
const ask=async(n,o)=>{w[n].send(o);const [r]=await once(w[n],'message');if(r.error)throw Error(n+r.error);return r};
for(const n of names) await ask(n,{name:'run',rows:2000});
const res={};for(let i=0;i<rounds;i++)for(const n of names){(res[n]??=[]).push(await ask(n,{name:'run',rows}))}
const med=a=>a.slice().sort((x,y)=>x-y)[a.length>>1];
const one={}; for(let i=0;i<3;i++)for(const n of names){(one[n]??=[]).push(...(await ask(n,{name:'oneByOne',calls:400})).times)}
const b=med(res[names[0]].map(r=>rows/r.ms*1000)), bc=med(res[names[0]].map(r=>r.cpuMs/rows*1000)), bo=med(one[names[0]]);
for(const n of names){const v=med(res[n].map(r=>rows/r.ms*1000)),c=med(res[n].map(r=>r.cpuMs/rows*1000));console.log(n.padEnd(12),v.toFixed(0),'/s',(v/b).toFixed(2),'cpu us/row',c.toFixed(0),(bc/c).toFixed(2),'one call ms',med(one[n]).toFixed(3),(med(one[n])/bo).toFixed(2))}
for(const n of names)w[n].disconnect();s.disconnect();
