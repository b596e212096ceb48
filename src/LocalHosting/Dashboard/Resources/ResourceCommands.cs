namespace Partnership.LocalHosting.Dashboard;

/// <summary>What an operator may ask of one resource.</summary>
internal enum ResourceCommand
{
    Start,
    Stop,
    Restart,
}

internal static class ResourceCommands
{
    public static bool TryParse(string verb, out ResourceCommand command) =>
        Enum.TryParse(verb, ignoreCase: true, out command) && Enum.IsDefined(command) && !char.IsDigit(verb[0]);
}
