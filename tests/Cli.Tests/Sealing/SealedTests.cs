using System.Security.Cryptography;
using Partnership.Cli.Sealing;

namespace Partnership.Cli.Tests.Sealing;

/// <summary>A sealed file gives back what was put in, or nothing of what was tampered with.</summary>
public sealed class SealedTests
{
    private const string Passphrase = "correct horse battery staple";
    private const string Name = "locality_hub_860";

    // The passphrase's stretching is tried once, below; a thousandth of it elsewhere.
    private static readonly SealKey Key = SealKey.New(Passphrase, iterations: 1000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealHeader.Piece - 1)]
    [InlineData(SealHeader.Piece)]
    [InlineData(SealHeader.Piece + 1)]
    [InlineData((3 * SealHeader.Piece) + 17)]
    public async Task Read_WhatWasSealed_ComesBack(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var file = await SealAsync(content);

        Assert.Equal(content, await OpenAsync(file));
        Assert.True(length < 16 || file.AsSpan().IndexOf(content.AsSpan(0, 16)) < 0, "the content can be read");
    }

    [Fact]
    public async Task Seal_SameContentTwice_NothingOfItIsAlike()
    {
        var content = new byte[1000];
        var other = SealKey.New(Passphrase, iterations: 1000);

        var (first, second, third) = (await SealAsync(content), await SealAsync(content, name: "central_hub"), await SealAsync(content, other));

        // The last piece, without the header, whose length is the same for the same name.
        Assert.NotEqual(first[^1016..], second[^1016..]);
        Assert.NotEqual(first[^1016..], third[^1016..]);
    }

    [Fact]
    public async Task Read_AnyByteChanged_IsAnError()
    {
        var file = await SealAsync(RandomNumberGenerator.GetBytes(300));

        foreach (var place in Enumerable.Range(0, file.Length))
        {
            var changed = (byte[])file.Clone();
            changed[place] ^= 1;
            await Assert.ThrowsAsync<CommandFailedException>(() => OpenAsync(changed));
        }
    }

    [Fact]
    public async Task Read_CutOffAnywhere_IsAnErrorEvenBetweenPieces()
    {
        var file = await SealAsync(RandomNumberGenerator.GetBytes(3 * SealHeader.Piece));
        var afterHeader = file.Length - (3 * (SealHeader.Piece + SealHeader.Tag));

        foreach (var length in new[] { 0, 10, afterHeader - 1, afterHeader, afterHeader + 5, afterHeader + SealHeader.Piece + SealHeader.Tag, file.Length - SealHeader.Piece - SealHeader.Tag, file.Length - 1 })
        {
            await Assert.ThrowsAsync<CommandFailedException>(() => OpenAsync(file[..length]));
        }
    }

    [Fact]
    public async Task Read_PiecesMovedOrRepeatedOrAdded_IsAnError()
    {
        var file = await SealAsync(RandomNumberGenerator.GetBytes(3 * SealHeader.Piece));
        const int Whole = SealHeader.Piece + SealHeader.Tag;
        var (header, pieces) = (file[..^(3 * Whole)], new[] { file[^(3 * Whole)..^(2 * Whole)], file[^(2 * Whole)..^Whole], file[^Whole..] });

        foreach (var order in new int[][] { [1, 0, 2], [0, 0, 2], [0, 2, 1], [0, 1, 2, 2], [0, 2] })
        {
            await Assert.ThrowsAsync<CommandFailedException>(() => OpenAsync([.. header, .. order.SelectMany(piece => pieces[piece])]));
        }

        Assert.Equal(3 * SealHeader.Piece, (await OpenAsync([.. header, .. pieces.SelectMany(piece => piece)])).Length);
    }

    [Fact]
    public async Task Read_BrokenPiece_GivesOutNothingOfIt()
    {
        var file = await SealAsync(RandomNumberGenerator.GetBytes(2 * SealHeader.Piece));
        file[^1] ^= 1;
        await using var reader = await SealedReader.OpenAsync(new MemoryStream(file), Key, Name, TestContext.Current.CancellationToken);
        using var got = new MemoryStream();

        await Assert.ThrowsAsync<CommandFailedException>(() => reader.CopyToAsync(got, TestContext.Current.CancellationToken));

        Assert.Equal(SealHeader.Piece, got.Length);
        Assert.Equal(0, await reader.ReadAsync(new byte[10], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Open_FileOfAnotherNameOrBackup_IsAnError()
    {
        var file = await SealAsync([1, 2, 3]);
        var other = await SealAsync([1, 2, 3], SealKey.New(Passphrase, iterations: 1000));

        Assert.Contains("not of this backup", (await Assert.ThrowsAsync<CommandFailedException>(() => OpenAsync(file, "locality_hub_861"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CommandFailedException>(() => OpenAsync(other));
    }

    [Fact]
    public async Task Key_OfAnotherPassphrase_SaysSo()
    {
        var (header, _) = await SealHeader.ReadAsync(new MemoryStream(await SealAsync([1])), TestContext.Current.CancellationToken);

        Assert.Equal(Key.HeaderOf("x").Check, SealKey.Of(header, Passphrase).HeaderOf("x").Check);
        var refusal = Assert.Throws<CommandFailedException>(() => SealKey.Of(header, Passphrase + "r"));
        Assert.Contains("The passphrase is not the one", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<CommandFailedException>(() => SealKey.Of(header with { Iterations = int.MaxValue }, Passphrase));
    }

    [Fact]
    public void Key_New_IsStretchedAMillionTimes() => Assert.Equal(1_000_000, SealKey.New(Passphrase).Iterations);

    [Fact]
    public void Passphrase_FileThatOthersMayRead_IsRefused()
    {
        var file = new FileInfo(Path.GetTempFileName());
        try
        {
            File.WriteAllText(file.FullName, $"{Passphrase}\nand a second line\n");
            File.SetUnixFileMode(file.FullName, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Contains("Others may read", Assert.Throws<CommandFailedException>(() => Cli.Sealing.Passphrase.ForOpening(file)).Message, StringComparison.Ordinal);

            File.SetUnixFileMode(file.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.Equal(Passphrase, Cli.Sealing.Passphrase.ForSealing(file));

            File.WriteAllText(file.FullName, "too short\n");
            Assert.Contains("fewer than 16", Assert.Throws<CommandFailedException>(() => Cli.Sealing.Passphrase.ForSealing(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            file.Delete();
        }
    }

    private static async Task<byte[]> SealAsync(byte[] content, SealKey? key = null, string name = Name)
    {
        using var output = new MemoryStream();
        await using var writer = new SealedWriter(output, key ?? Key, name);

        // In portions that do not fit the pieces.
        foreach (var portion in content.Chunk(10_007))
        {
            await writer.WriteAsync(portion);
        }

        await writer.CompleteAsync(CancellationToken.None);
        return output.ToArray();
    }

    private static async Task<byte[]> OpenAsync(byte[] file, string name = Name)
    {
        await using var reader = await SealedReader.OpenAsync(new MemoryStream(file), Key, name, CancellationToken.None);
        using var content = new MemoryStream();
        await reader.CopyToAsync(content);
        return content.ToArray();
    }
}
