namespace Partnership.LocalHosting;

internal static class ResourceNames
{
    /// <summary>Names go into variables, addresses and file names, so only letters, digits and single hyphens.</summary>
    public static void Check(string name, IEnumerable<IResource> others)
    {
        if (name.Length is 0 or > 64
            || !char.IsAsciiLetter(name[0])
            || name.EndsWith('-')
            || name.Contains("--", StringComparison.Ordinal)
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException($"'{name}' is not a resource name: at most 64 letters, digits and single hyphens, a letter first.", nameof(name));
        }

        if (others.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"There is already a resource named '{name}'.", nameof(name));
        }
    }
}
