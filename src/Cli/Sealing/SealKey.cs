using System.Security.Cryptography;

namespace Partnership.Cli.Sealing;

/// <summary>The key of a set of sealed files, made of a passphrase; each file has one of its own, derived from it.</summary>
internal sealed class SealKey
{
    // OWASP's floor for HMAC-SHA-512 is 210,000; a passphrase is typed seldom.
    private const int UsualIterations = 1_000_000;
    private const int MostIterations = 20_000_000;
    private const int KeyLength = 32;
    private const int SaltLength = 16;
    private const int CheckLength = 8;

    private readonly byte[] _master;

    private SealKey(Guid set, byte[] salt, int iterations, byte[] master) => (Set, Salt, Iterations, _master) = (set, salt, iterations, master);

    public Guid Set { get; }

    public byte[] Salt { get; }

    public int Iterations { get; }

    /// <summary>A key for a new set.</summary>
    public static SealKey New(string passphrase, int iterations = UsualIterations)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new SealKey(Guid.NewGuid(), salt, iterations, MasterOf(passphrase, salt, iterations));
    }

    /// <summary>The key of the set that a header belongs to.</summary>
    /// <exception cref="CommandFailedException">The passphrase is another.</exception>
    public static SealKey Of(SealHeader header, string passphrase)
    {
        if (header.Iterations is < 1 or > MostIterations || header.Salt.Length != SaltLength)
        {
            throw new CommandFailedException("The header of the sealed file is damaged.");
        }

        var key = new SealKey(header.Set, header.Salt, header.Iterations, MasterOf(passphrase, header.Salt, header.Iterations));
        return CryptographicOperations.FixedTimeEquals(key.Check(), header.Check)
            ? key
            : throw new CommandFailedException("The passphrase is not the one that this was sealed with.");
    }

    /// <summary>Whether a file belongs to this key's set.</summary>
    public bool Fits(SealHeader header) => header.Set == Set && header.Iterations == Iterations && header.Salt.AsSpan().SequenceEqual(Salt);

    public SealHeader HeaderOf(string name) => new(Set, name, Iterations, Salt, Check());

    public AesGcm CipherOf(SealHeader header) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, KeyLength, info: header.Purpose()), SealHeader.Tag);

    private byte[] Check() => HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, CheckLength, info: "partnership-sealed-1|check"u8.ToArray());

    private static byte[] MasterOf(string passphrase, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA512, KeyLength);
}
