namespace Partnership.Cli.Watch;

/// <summary>What is said beside the answer: once each, however often a round meets it.</summary>
internal sealed class Notices
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public void Say(string text)
    {
        if (_said.Add(text))
        {
            Terminal.Say(text);
        }
    }

    /// <summary>Does something with the folder. What of it cannot be read, moved or deleted is said, and keeps nothing else waiting.</summary>
    /// <returns>What came of it; nothing where it could not be done.</returns>
    public T? Try<T>(string what, Func<T?> act)
        where T : class
    {
        try
        {
            return act();
        }
        catch (Exception fault) when (IsOfAFile(fault))
        {
            Say($"{what}: {fault.Message}");
            return null;
        }
    }

    /// <summary>The same of what gives nothing back; whether it could be done.</summary>
    public bool Try(string what, Action act) => Try(what, () =>
    {
        act();
        return what;
    }) is not null;

    /// <summary>Whether a file or a disk is at fault, and not the verb.</summary>
    public static bool IsOfAFile(Exception fault) => fault is IOException or UnauthorizedAccessException;
}
