import {readFileSync,readdirSync} from 'node:fs';
const dir='/tmp/wt/speed/out/'+(process.argv[2]||"prof")+'/';
for(const f of readdirSync(dir)){const p=JSON.parse(readFileSync(dir+f));const self=new Map();const byId=new Map(p.nodes.map(n=>[n.id,n]));const t=new Map();p.samples.forEach((s,i)=>t.set(s,(t.get(s)||0)+p.timeDeltas[i]));
for(const n of p.nodes){const k=`${n.callFrame.functionName||'(anon)'} ${n.callFrame.url.split('/').slice(-2).join('/')}:${n.callFrame.lineNumber+1}`;self.set(k,(self.get(k)||0)+(t.get(n.id)||0))}
// total
const tot=new Map();const rec=(n,seen)=>{let s=t.get(n.id)||0;const k=`${n.callFrame.functionName||'(anon)'} ${n.callFrame.url.split('/').slice(-2).join('/')}:${n.callFrame.lineNumber+1}`;const first=!seen.has(k);const s2=first?new Set(seen).add(k):seen;for(const c of n.children||[])s+=rec(byId.get(c),s2);if(first)tot.set(k,(tot.get(k)||0)+s);return s};const all=rec(p.nodes[0],new Set());
console.log(f,all/1000,'ms');for(const [m,l] of [[self,'self'],[tot,'total']]){console.log('--',l);[...m].sort((a,b)=>b[1]-a[1]).slice(0,l==='self'?40:70).forEach(([k,v])=>console.log((v/Number(process.env.N||1)).toFixed(1).padStart(7),k))}}
