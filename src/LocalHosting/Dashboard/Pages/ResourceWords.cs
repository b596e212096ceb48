namespace Partnership.LocalHosting.Dashboard;

/// <summary>How a resource's state, addresses and commands are shown on every page.</summary>
internal static class ResourceWords
{
    public static (string Word, string Look) Health(ResourceStatus status) => status switch
    {
        { Healthy: true, State: "finished" } => ("done", "well"),
        { Healthy: true } => ("running", "well"),
        { State: "waiting" } => ("waiting", "idle"),
        { State: "starting" } => ("starting", "idle"),
        { State: "stopping" } => ("stopping", "idle"),
        { State: "not-started" } => ("not started", "idle"),
        { State: "exited" } => ("stopped", "idle"),
        { State: "running", Reason: null } => ("getting ready", "idle"),
        { State: "running" } => ("unhealthy", "ill"),
        { State: "failed-to-start" } => ("failed to start", "ill"),
        { State: "finished" } => ("ended badly", "ill"),
        _ => (status.State, "ill"),
    };

    public static Html State(ResourceStatus status)
    {
        var (word, look) = Health(status);
        return Html.Of($"""<span class="state {look}"><span class="dot" aria-hidden="true"></span>{word}</span>{Html.If(status.Reason is not null, () => Html.Of($"""<span class="reason">{status.Reason}</span>"""))}""");
    }

    public static Html Addresses(ResourceStatus status) => Html.Join(
        status.Endpoints.Select(address => address.StartsWith("http", StringComparison.Ordinal)
            ? Html.Of($"""<a class="address" href="{address}">{Short(address)}</a>""")
            : Html.Of($"""<span class="address">{Short(address)}</span>""")),
        " ");

    public static string Cores(double cores) => $"{Words.Number(Math.Round(cores * 100, cores < 0.1 ? 1 : 0))}%";

    /// <summary>What may be asked of it now.</summary>
    public static Html Actions(ResourceStatus status, string back)
    {
        if (status.Type == "database")
        {
            return Html.None;
        }

        var stands = status.State is "exited" or "finished" or "failed-to-start" or "not-started";
        return stands
            ? Button(status, "start", back)
            : Html.Of($"{Button(status, "restart", back)}{Button(status, "stop", back)}");
    }

    private static Html Button(ResourceStatus status, string verb, string back)
    {
        var word = char.ToUpperInvariant(verb[0]) + verb[1..];
        return Html.Of($"""<form method="post" action="/resources/{status.Name}/{verb}"{Html.If(verb != "start", () => Html.Of($" data-confirm=\"{word} {status.Name}?\""))}><input type="hidden" name="back" value="{back}"><button type="submit" class="quiet" aria-label="{word} {status.Name}">{word}</button></form>""");
    }

    private static string Short(string address) => address.Replace("http://localhost", "", StringComparison.Ordinal).Replace("tcp://localhost", "", StringComparison.Ordinal);
}
