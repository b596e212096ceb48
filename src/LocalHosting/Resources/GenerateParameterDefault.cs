using System.Security.Cryptography;

namespace Partnership.LocalHosting;

/// <summary>Makes a parameter's value when none is configured.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}

/// <summary>A random value of the wanted kinds of characters.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Letters and digits that are easily confused (I, l, O, 0, 1) are left out, as are signs that shells and URIs read.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "23456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        (bool Wanted, int Minimum, string Characters)[] kinds =
        [
            (Lower, MinLower, LowerCharacters),
            (Upper, MinUpper, UpperCharacters),
            (Numeric, MinNumeric, NumericCharacters),
            (Special, MinSpecial, SpecialCharacters),
        ];
        if (kinds.Any(kind => !kind.Wanted && kind.Minimum > 0) || !kinds.Any(kind => kind.Wanted))
        {
            throw new ArgumentException("A generated parameter needs at least one kind of character, and no minimum of a kind that is left out.");
        }

        var value = string.Concat(kinds.Where(k => k.Wanted).Select(k => RandomNumberGenerator.GetString(k.Characters, k.Minimum)));
        var all = string.Concat(kinds.Where(k => k.Wanted).Select(k => k.Characters));
        var characters = (value + RandomNumberGenerator.GetString(all, Math.Max(0, MinLength - value.Length))).ToCharArray();
        RandomNumberGenerator.Shuffle<char>(characters);
        return new string(characters);
    }
}
