namespace Partnership.Cli.Tests;

/// <summary>A folder that a verb makes is whole or not there, and takes nobody's place.</summary>
public sealed class NewFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("new-folder-");

    private DirectoryInfo Wanted => new(Path.Combine(_root.FullName, "out"));

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Fill_ToTheEnd_IsThereAndItsOwnersAlone()
    {
        var length = await NewFolder.At(Wanted).FillAsync(async folder =>
        {
            Assert.False(Wanted.Exists);
            await using var file = NewFolder.CreateFile(Path.Combine(folder, "one"));
            await file.WriteAsync(new byte[3]);
            return file.Length;
        });

        Assert.Equal(3, length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Wanted.FullName));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Wanted.FullName, "one")));
        Assert.Single(_root.GetFileSystemInfos());
    }

    [Fact]
    public async Task Fill_ThatFails_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => NewFolder.At(Wanted).FillAsync<int>(async folder =>
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "half"), "of it");
            throw new IOException("The disk is full.");
        }));

        Assert.Empty(_root.GetFileSystemInfos());
    }

    [Theory]
    [InlineData("out", "is there already")]
    [InlineData("out.partial", "was cut short")]
    public void At_WhereSomethingIs_IsRefused(string there, string expected)
    {
        _root.CreateSubdirectory(there);

        Assert.Contains(expected, Assert.Throws<CommandFailedException>(() => NewFolder.At(Wanted)).Message, StringComparison.Ordinal);
    }
}
