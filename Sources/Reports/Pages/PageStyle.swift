extension Page {
    /// Colours as the page's own variables, so that dark and print differ in these alone. The colours of groups
    /// are told apart with any colour vision in neighbouring pairs, and words name them everywhere.
    static let style: StaticString = """
        :root{--page:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d8dee4;--panel:#f6f8fa;--accent:#0b5cad;--best:#0a6b35;--worse:#b3541e;--bar:#2f6fab;--warn:#8a4b00;--warnbg:#fff6e5;\
        --g0:#4c78a8;--g1:#9fc5e8;--g2:#e07b39;--g3:#f4c095;--g4:#d4b62c;--g5:#6a9f58;--g6:#a8d19a;--g7:#b07aa1;--g8:#d7a9c7;--g9:#8c6d5a;--g10:#9aa0a6;\
        --k0:#4c78a8;--k1:#e07b39;--k2:#6a9f58;--k3:#b07aa1;--k4:#d4b62c;--k5:#8c6d5a;--k6:#9aa0a6;--k7:#9fc5e8;--level:#e9edf1;--on:#15181c}
        @media screen and (prefers-color-scheme:dark){:root{--page:#0f1318;--ink:#e6e9ed;--soft:#9aa4af;--rule:#2b323b;--panel:#171c23;--accent:#7ab7f5;--best:#6fd08f;--worse:#e8935a;--bar:#5b9bd5;--warn:#f2c07a;--warnbg:#2a2113;--level:#262d36;--on:#0c0e11;\
        --g0:#6f9bcb;--g1:#a9cdec;--g2:#e8935a;--g3:#f1c6a1;--g4:#d9c04c;--g5:#84b673;--g6:#b1d6a5;--g7:#c294b5;--g8:#dcb6cf;--g9:#ae917f;--g10:#aab0b6;\
        --k0:#6f9bcb;--k1:#e8935a;--k2:#84b673;--k3:#c294b5;--k4:#d9c04c;--k5:#ae917f;--k6:#aab0b6;--k7:#a9cdec}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Helvetica Neue",Arial,"Liberation Sans","DejaVu Sans",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:28px 24px 64px}
        h1{font-size:26px;line-height:1.25;margin:0 0 2px;letter-spacing:-.01em}
        h2{font-size:18px;margin:40px 0 8px;padding-top:14px;border-top:1px solid var(--rule)}
        h3{font-size:15px;margin:22px 0 6px}
        p{margin:6px 0;max-width:76ch}
        .soft{color:var(--soft)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:20px 0 4px;padding:0;list-style:none}
        .tiles li{background:var(--panel);border:1px solid var(--rule);border-radius:8px;padding:10px 14px}
        .tiles .name{display:block;color:var(--soft);font-size:13px}
        .tiles .value{font-size:23px;font-weight:600;letter-spacing:-.01em;white-space:nowrap}
        .tiles .unit{font-size:14px;font-weight:400;color:var(--soft)}
        .warnings{background:var(--warnbg);border-left:3px solid var(--warn);padding:8px 14px;margin:16px 0;border-radius:0 6px 6px 0}
        .warnings p,.warnings ul{margin:2px 0}.warnings ul{padding-left:18px}
        .scroll{overflow-x:auto;margin:10px 0}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        caption{text-align:left;color:var(--soft);font-size:13px;padding:2px 0 6px}
        th,td{padding:5px 10px;text-align:right;border-bottom:1px solid var(--rule);vertical-align:baseline;white-space:nowrap}
        th.leading,td.leading{text-align:left}
        th:first-child,td:first-child{padding-left:2px}
        thead th{font-size:13px;font-weight:600;border-bottom:2px solid var(--rule);vertical-align:bottom}
        thead .unit{display:block;font-weight:400;color:var(--soft)}
        tbody th{font-weight:500}
        tbody tr:hover{background:var(--panel)}
        .dense{font-size:14px}.dense th,.dense td{padding:5px}.dense .note{display:block;margin:0}
        .dense td.leading{white-space:normal;min-width:20ch;overflow-wrap:anywhere}thead td{border-bottom:2px solid var(--rule)}
        .pair th,.pair td{padding:4px 8px}.pair tbody th{white-space:normal}
        td.wrap,th.wrap{white-space:normal;min-width:16ch}
        .note{color:var(--soft);font-size:12.5px;margin-left:6px}
        .best{color:var(--best);font-weight:700}.best::before{content:"\\2217\\00a0"}
        td.bar{width:36%;min-width:110px;padding-top:0;padding-bottom:0;vertical-align:middle}
        td.bar svg{display:block}
        code{font:12.5px/1.4 ui-monospace,"SF Mono",Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere;white-space:normal}
        thead button{all:unset;cursor:pointer;font:inherit}
        th.leading button::after{content:"\\2195";color:var(--soft);margin-left:5px;font-weight:400}
        th.trailing button::before{content:"\\2195";color:var(--soft);margin-right:5px;font-weight:400}
        .dense th.leading button:not(:hover):not(:focus)::after,.dense th.trailing button:not(:hover):not(:focus)::before{content:none}
        th.leading[aria-sort=ascending] button::after,th.trailing[aria-sort=ascending] button::before{content:"\\2191"!important;color:var(--accent)}
        th.leading[aria-sort=descending] button::after,th.trailing[aria-sort=descending] button::before{content:"\\2193"!important;color:var(--accent)}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(430px,100%),1fr));gap:0 36px}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
        figure{margin:12px 0 18px}
        figcaption{color:var(--soft);font-size:13px;margin-bottom:6px}
        figure>svg{display:block;overflow:visible}
        svg text{font-size:12px;fill:var(--on)}
        svg text.out{fill:var(--ink)}svg text.dim{fill:var(--soft)}
        svg rect.part{stroke:var(--page);stroke-width:1}
        svg .level{fill:var(--level)}svg .level+text{fill:var(--ink)}
        svg rect.value{fill:var(--bar)}td.heat-1{background:color-mix(in srgb,var(--bar) 6%,transparent)}td.heat-2{background:color-mix(in srgb,var(--bar) 12%,transparent)}td.heat-3{background:color-mix(in srgb,var(--bar) 18%,transparent)}td.heat-4{background:color-mix(in srgb,var(--bar) 24%,transparent)}td.heat-5{background:color-mix(in srgb,var(--bar) 30%,transparent)}td.heat-6{background:color-mix(in srgb,var(--bar) 36%,transparent)}td.heat-7{background:color-mix(in srgb,var(--bar) 42%,transparent)}td.heat-8{background:color-mix(in srgb,var(--bar) 48%,transparent)}td.heat-9{background:color-mix(in srgb,var(--bar) 54%,transparent)}td.heat-10{background:color-mix(in srgb,var(--bar) 60%,transparent)}svg rect.tail{fill:var(--panel);opacity:.62}svg rect.ground{fill:var(--panel)}svg line{stroke:var(--rule)}
        svg [data-item]:hover rect.part,svg [data-item].at rect.part{stroke:var(--ink);stroke-width:2}
        svg [data-item]:hover rect.hit,svg [data-item].at rect.hit{fill:var(--ink);fill-opacity:.07}
        svg.mark{overflow:visible}svg .dot{stroke:var(--page);stroke-width:1}svg [data-item]:hover .dot,svg .mark:hover .dot,svg .at .dot{stroke:var(--ink);stroke-width:2.5}
        .many svg .dot{visibility:hidden;pointer-events:all}.many svg .mark:hover .dot,.many svg .at .dot{visibility:visible}
        svg line.curve{stroke-width:1.6}svg line.k0{stroke:var(--k0)}svg line.k1{stroke:var(--k1)}svg line.k2{stroke:var(--k2)}svg line.k3{stroke:var(--k3)}svg line.k4{stroke:var(--k4)}svg line.k5{stroke:var(--k5)}svg line.k6{stroke:var(--k6)}svg line.k7{stroke:var(--k7)}
        svg line.whisker{stroke:var(--ink);stroke-width:1.5}svg line.zero{stroke:var(--soft)}
        .better{fill:var(--best)}.worse{fill:var(--worse)}.whole{fill:var(--soft)}
        summary{cursor:pointer;color:var(--accent)}details p{white-space:normal;min-width:40ch;font-size:13px}
        h1,h2,h3,p,li,dt,dd,figcaption,caption{overflow-wrap:anywhere}dl{display:grid;grid-template-columns:fit-content(45%) 1fr;gap:2px 18px;margin:14px 0}dt{color:var(--soft)}dd{margin:0}
        svg rect.hit{fill:transparent}
        .g0{fill:var(--g0)}.g1{fill:var(--g1)}.g2{fill:var(--g2)}.g3{fill:var(--g3)}.g4{fill:var(--g4)}.g5{fill:var(--g5)}.g6{fill:var(--g6)}.g7{fill:var(--g7)}.g8{fill:var(--g8)}.g9{fill:var(--g9)}.g10{fill:var(--g10)}.leaked{fill:var(--page);stroke:var(--soft)}
        .k0{fill:var(--k0)}.k1{fill:var(--k1)}.k2{fill:var(--k2)}.k3{fill:var(--k3)}.k4{fill:var(--k4)}.k5{fill:var(--k5)}.k6{fill:var(--k6)}.k7{fill:var(--k7)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:8px 0;padding:0;font-size:13px}
        .legend svg{vertical-align:-2px;margin-right:6px}
        #tip{position:fixed;z-index:9;pointer-events:none;background:var(--ink);color:var(--page);font-size:13px;padding:5px 9px;border-radius:5px;max-width:340px;white-space:pre-line;visibility:hidden}
        @media (max-width:720px){main{padding:18px 14px 40px}h1{font-size:21px}svg text.wide{display:none}td.bar{min-width:84px}th,td{padding:5px 7px}}
        @media print{details>:not(summary){display:block}details::details-content{content-visibility:visible;display:block}body{font-size:10.5pt}main{max-width:none;padding:0}section{break-inside:auto}figure,.tiles,tr{break-inside:avoid}h2,h3{break-after:avoid}thead button::after,thead button::before{content:none!important}#tip{display:none}.scroll{overflow:visible}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}th,td{padding:3px 5px;font-size:8.5pt}thead{display:table-header-group}}
        @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
        """
}
