namespace Partnership.Cli.Stack;

/// <summary>The services that all councils share, by the first segment of their addresses: the central hub, the support fund and panel scheduling.</summary>
internal static class SharedServices
{
    public const string Region = "region";

    public static readonly string[] All = [Region, "fund", "panels"];
}
