namespace Partnership.LocalHosting.Dashboard;

/// <summary>Keeps one copy of each name that comes again and again; never more than its bound.</summary>
internal sealed class NamePool
{
    private const int Most = 4096;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public string Of(string name)
    {
        lock (_names)
        {
            if (_names.TryGetValue(name, out var known))
            {
                return known;
            }

            if (_names.Count < Most)
            {
                _names.Add(name, name);
            }

            return name;
        }
    }
}
