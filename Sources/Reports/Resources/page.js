(function(){'use strict';
var key=function(cell){var text=cell.getAttribute('data-value')||cell.textContent.trim();var number=parseFloat(text.replace('\u2217',''));return isNaN(number)?text.toLowerCase():number;};
var order=function(a,b){if(typeof a===typeof b)return a===b?0:(a>b?1:-1);return typeof a==='number'?-1:1;};
document.querySelectorAll('table.sortable').forEach(function(table){
var body=table.tBodies[0];
table.querySelectorAll('thead th').forEach(function(head,column){
if(head.classList.contains('fixed'))return;
var button=document.createElement('button');button.type='button';
while(head.firstChild)button.appendChild(head.firstChild);
head.appendChild(button);
button.addEventListener('click',function(){
var sign=head.getAttribute('aria-sort')==='ascending'?-1:1;
table.querySelectorAll('thead th').forEach(function(other){other.removeAttribute('aria-sort');});
head.setAttribute('aria-sort',sign===1?'ascending':'descending');
Array.from(body.rows).sort(function(a,b){return sign*order(key(a.cells[column]),key(b.cells[column]));}).forEach(function(row){body.appendChild(row);});
});});});
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
