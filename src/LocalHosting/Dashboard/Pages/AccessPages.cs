namespace Partnership.LocalHosting.Dashboard;

/// <summary>What someone sees who is not in, or just came in.</summary>
internal static class AccessPages
{
    public static PageContent Refused() => new("Sign in", "", Html.Of($"""
        <div class="narrow"><h1>Open the printed address</h1>
        <p>This dashboard opens with the address that <code>./partnership up</code> printed: it holds a token that only whoever started
        the system can read. <code>./partnership status --url</code> prints it again.</p>
        <p>The token itself is <code>dashboard-token</code> in <code>.data/parameters.json</code>. Programs send it as
        <code>Authorization: Bearer …</code>.</p></div>
        """)) { Refresh = null };

    public static PageContent GoOn() => new("Signed in", "", Html.Of($"""
        <div class="narrow" data-go-on="/"><h1>Signed in</h1><p><a href="/">Go on to the overview</a></p></div>
        """)) { Refresh = null };
}
