namespace Partnership.CentralHub.Projection;

/// <summary>Whose word a message is.</summary>
internal static class Speakers
{
    /// <summary>
    /// Takes messages apart, in their order, so that in each part one council alone speaks of a thing. A statement that takes the newest word of each thing would
    /// otherwise take another council's for it, which changes nothing, and the owner's would be lost with it.
    /// </summary>
    public static IEnumerable<IReadOnlyList<T>> Apart<T, TThing>(IReadOnlyList<T> messages, Func<T, (TThing Thing, int Council)> of)
        where TThing : notnull
    {
        var part = new List<T>(messages.Count);
        var speaks = new Dictionary<TThing, int>();
        foreach (var message in messages)
        {
            var (thing, council) = of(message);
            if (speaks.TryGetValue(thing, out var other) && other != council)
            {
                yield return part;
                part = [];
                speaks.Clear();
            }

            speaks[thing] = council;
            part.Add(message);
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
