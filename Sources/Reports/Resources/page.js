(function(){'use strict';
var words=new Intl.Collator('en',{numeric:true});
var key=function(cell){
if(!cell)return null;
var text=cell.getAttribute('data-value')||cell.textContent.replace('\u2217','').replace('\u2212','-').replace(/(\d)[\s\u00a0\u202f](?=\d{3}(\D|$))/g,'$1').trim();
if(!text||text==='\u2013')return null;
return /^[+-]?\.?\d/.test(text)?parseFloat(text):text;};
var order=function(a,b,sign){
if(a===null||b===null)return (a===null?1:0)-(b===null?1:0);
if(typeof a!==typeof b)return typeof a==='number'?-1:1;
return sign*(typeof a==='number'?a-b:words.compare(a,b));};
document.querySelectorAll('main table').forEach(function(table){
var body=table.tBodies[0];
if(!table.tHead||!body||body.rows.length===1)return;
var rows=Array.from(body.rows);
var heads=Array.from(table.tHead.rows[0].cells).filter(function(cell){return cell.tagName==='TH';});
heads.forEach(function(head){
var button=document.createElement('span');button.setAttribute('role','button');button.tabIndex=0;
while(head.firstChild)button.appendChild(head.firstChild);
head.appendChild(button);
button.addEventListener('click',function(){
var before=head.getAttribute('aria-sort');
heads.forEach(function(other){other.removeAttribute('aria-sort');});
var sorted=rows;
if(before!=='descending'){
var sign=before==='ascending'?-1:1;
head.setAttribute('aria-sort',sign===1?'ascending':'descending');
var keys=new Map(rows.map(function(row){return [row,key(row.cells[head.cellIndex])];}));
sorted=rows.slice().sort(function(a,b){return order(keys.get(a),keys.get(b),sign);});}
sorted.forEach(function(row){body.appendChild(row);});
});
button.addEventListener('keydown',function(event){if(event.key==='Enter'||event.key===' '){event.preventDefault();button.click();}});});
if(table.caption){var note=document.createElement('span');note.className='unseen';note.textContent=', sortable by the buttons in its headings';table.caption.appendChild(note);}
});
var tip=document.createElement('div');tip.id='tip';tip.setAttribute('role','status');document.body.appendChild(tip);
var show=function(text,x,y){tip.textContent=text;var box=tip.getBoundingClientRect();
tip.style.left=Math.max(4,Math.min(x+14,innerWidth-box.width-8))+'px';
tip.style.top=(y+18+box.height>innerHeight?y-box.height-10:y+18)+'px';tip.style.visibility='visible';};
var hide=function(){tip.style.visibility='hidden';};
document.querySelectorAll('figure').forEach(function(figure){
var items=Array.from(figure.querySelectorAll('[data-item]'));if(!items.length)return;
var drawing=figure.querySelector('svg[role=img]');var current=-1;
items.forEach(function(item){var title=item.querySelector('title');if(title){item.setAttribute('data-item',title.textContent);title.remove();}
item.addEventListener('mousemove',function(event){event.stopPropagation();show(item.getAttribute('data-item'),event.clientX,event.clientY);});
item.addEventListener('mouseleave',hide);});
var leave=function(){if(current>=0)items[current].classList.remove('at');hide();};
drawing.setAttribute('tabindex','0');
drawing.addEventListener('keydown',function(event){
var step={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[event.key];
if(event.key==='Escape'){leave();return;}if(!step)return;event.preventDefault();leave();
current=(current+step+items.length)%items.length;if(current===-1)current=items.length-1;
var item=items[current];item.classList.add('at');var box=item.getBoundingClientRect();show(item.getAttribute('data-item'),box.left,Math.min(box.bottom,innerHeight-60));});
drawing.addEventListener('blur',leave);
});})();
