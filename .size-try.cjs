const {build}=require('esbuild');const path=require('path');
const lists={
 xml:['src/api/xml.ts'],
};
async function run(entry, ext){
 const plugin={name:'x',setup(b){b.onResolve({filter:/^\./},async a=>{ if(a.pluginData||a.kind==='entry-point')return; const r=await b.resolve(a.path,{resolveDir:a.resolveDir,kind:a.kind,importer:a.importer,pluginData:1}); const rel=path.relative(process.cwd(),r.path); if(ext.includes(rel)&&rel!==entry)return{path:'./'+path.basename(rel,'.ts')+'.js',external:true}; return r;})}};
 const r=await build({bundle:true,minify:true,legalComments:'none',entryPoints:[entry],outfile:'/tmp/size-out/'+path.basename(entry,'.ts')+'.js',platform:'node',target:'node20',format:'cjs',external:['vscode','../web/fetch/body.js'],metafile:true,logLevel:'warning',plugins:[plugin]});
 const o=Object.values(r.metafile.outputs)[0];return o}
(async()=>{
const ext=process.argv.slice(2);
const e=await run('src/extension.ts',ext);console.log('entry',e.bytes);
const inEntry=new Set(Object.entries(e.inputs).filter(([k,v])=>v.bytesInOutput>0).map(([k])=>k));
for(const x of ext){const o=await run(x,ext);let dup=0;const d=[];for(const[k,{bytesInOutput:b}]of Object.entries(o.inputs))if(inEntry.has(k)&&b>0){dup+=b;d.push([b,k])}
console.log(x,o.bytes,'dup',dup,d.sort((a,b)=>b[0]-a[0]).slice(0,8).map(([b,k])=>k.replace('src/','')+':'+b).join(' '))}
if(process.env.V){const g=Object.entries(e.inputs).sort((a,b)=>b[1].bytesInOutput-a[1].bytesInOutput).slice(0,+process.env.V);console.log(g.map(([k,v])=>v.bytesInOutput+' '+k).join('\n'))}
})();
