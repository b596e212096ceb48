namespace Partnership.Cli.Stack;

/// <summary>The services that all councils share, by the first segment of their addresses: the central hub, the support fund and panel scheduling.</summary>
internal static class SharedServices
{
    public static readonly string[] All = ["region", "fund", "panels"];
}
