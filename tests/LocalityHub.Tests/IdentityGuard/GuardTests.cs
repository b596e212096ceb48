using Partnership.LocalityHub.IdentityGuard;

namespace Partnership.LocalityHub.Tests.IdentityGuard;

/// <summary>
/// What the identity guard finds of what is planted (recall), and what it finds where nothing is (precision). Both are counted by kind and written
/// to the test's output; docs/support-fund.md says what they were.
/// </summary>
public sealed class GuardTests
{
    private static readonly KnownFamily Family = new(
        ["Siân Łukasiewicz-Underwillow", "Orla", "Grace Underwillow", "Mary-Anne O'Fernley", "Bartholomew", "Will"],
        [new DateOnly(2016, 2, 3), new DateOnly(2018, 11, 30)],
        ["7 Nettlebed Cottages", "Upper Quillham", "Quillham"]);

    private static readonly Dictionary<IdentifierKind, string[]> Planted = new()
    {
        [IdentifierKind.NhsNumber] = ["943 476 5919", "9434765919", "943-476-5919", "401 023 2137", "943.476.5919", "９４３４７６５９１９", "943\u00a0476\u00a05919"],
        [IdentifierKind.DateOfBirth] =
        [
            "03/02/2016", "3/2/2016", "3 February 2016", "3rd February 2016", "3rd of February, 2016", "3 Feb 2016", "February 3, 2016", "2016-02-03", "03.02.2016", "03-02-16", "3/2/16", "30 November 2018",
            "30th Nov 2018", "2018/11/30", "born on 5 May 2014", "DOB 05/05/2014", "d.o.b. 5.5.14", "date of birth: 5 May 2014", "birthday, 5 May 2014",
        ],
        [IdentifierKind.Postcode] = ["ST16 2LH", "ST162LH", "st16 2lh", "M1 1AE", "EC1A 1BB", "W1A 0AX", "CR2 6XH", "DN55 1PT", "B33 8TH", "TF1-1AA", "ST16  2LH"],
        [IdentifierKind.Phone] = ["01785 223344", "07700 900123", "07700900123", "+44 7700 900123", "0044 7700 900123", "+44 (0)1785 223344", "(01785) 223344", "020 7946 0018", "0161-496-0123", "0800 1111 222", "07700\u200b900123"],
        [IdentifierKind.Email] = ["wren.underwood@example.org", "w_u+1@mail.example.co.uk", "W.U@EXAMPLE.ORG", "wren (at) example.org", "wren[at]example.org"],
        [IdentifierKind.Address] =
        [
            "12 Mill Lane", "12a High Street", "Flat 3, 40 St Mary's Road", "101 Old Kent Rd", "6 The Green", "7 Nettlebed Cottages", "7, nettlebed cottages", "Upper Quillham", "in QUILLHAM", "221B Baker Street", "14 Fox Hollow Close",
        ],
        [IdentifierKind.Name] =
        [
            "Orla", "ORLA", "orla", "Orla's", "Orlas", "Siân", "Sian", "Łukasiewicz", "Lukasiewicz", "Underwillow", "Underwilow", "Underwillwo", "Underwillows", "Bartholomew", "Bartholemew", "Grace", "Will", "O'Fernley", "O’Fernley", "OFernley",
            "Mary-Anne", "Anne", "Or\u200bla", "Ｏｒｌａ", "Łukasiewicz-Underwillow",
        ],
    };

    private static readonly string[] Carriers = ["{0} was told.", "The child ({0}) finds endings hard.", "We spoke to school about {0}, and it was noted", "Needs are high.\n{0}\nTherapy would help."];

    [Fact]
    public void Find_PlantedIdentifiers_FindsThemAll()
    {
        var missed = new List<string>();
        foreach (var (kind, texts) in Planted)
        {
            var (all, found) = (0, 0);
            foreach (var (planted, carrier) in texts.SelectMany(text => Carriers.Select(carrier => (text, carrier))))
            {
                var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, carrier, planted);
                var (from, to) = (text.IndexOf(planted, StringComparison.Ordinal), text.IndexOf(planted, StringComparison.Ordinal) + planted.Length);
                all++;
                if (Guard.Find(text, Family).Any(each => each.Offset < to && each.Offset + each.Length > from && (each.Kind == kind || kind != IdentifierKind.Name)))
                {
                    found++;
                }
                else
                {
                    missed.Add($"{kind}: {text}");
                }
            }

            TestContext.Current.TestOutputHelper!.WriteLine($"{kind}: {found} of {all} found");
        }

        Assert.Empty(missed);
    }

    [Fact]
    public void Find_CleanProfessionalTexts_FindsNothing()
    {
        // Family names that are words of every report as well, written small in these texts.
        var family = new KnownFamily(["Grace Hope", "Will Mark May", "Faith Summer"], [new DateOnly(2016, 2, 3)], ["1 Long Road", "Quillham"]);

        var wrong = CleanTexts.All.SelectMany(text => Guard.Find(text, family).Select(each => $"{each.Kind} '{text.Substring(each.Offset, each.Length)}' in: {text}")).ToList();

        TestContext.Current.TestOutputHelper!.WriteLine($"{CleanTexts.All.Count} clean texts: {wrong.Count} places found in error\n{string.Join('\n', wrong)}");

        // A month and a name are written alike, and a name comes first: these two are what is found in error, and nothing else is.
        Assert.Equal(["Name 'May'", "Name 'May'"], wrong.Select(each => each[..each.IndexOf(" in:", StringComparison.Ordinal)]));
    }

    /// <summary>What was planted at a place is found at that place, in the text as it was written.</summary>
    [Theory]
    [InlineData("Today Orla came.", 6, 4)]
    [InlineData("Today Or\u200bla came.", 6, 5)]
    [InlineData("\ud83d\ude00 Siân", 3, 4)]
    [InlineData("Ａ ９４３４７６５９１９.", 2, 10)]
    public void Find_Place_IsThatOfTheTextItself(string text, int offset, int length)
    {
        var found = Assert.Single(Guard.Find(text, Family));

        Assert.Equal((offset, length), (found.Offset, found.Length));
    }

    [Theory]
    [InlineData("943 476 5918")]
    [InlineData("The order number is 12 345 678 901.")]
    [InlineData("ZZ16 2LH")]
    [InlineData("Seen on 05/05/2014.")]
    [InlineData("31/02/2016")]
    [InlineData("grace under pressure, with good will")]
    [InlineData("a score of 0.1234567890123")]
    public void Find_WhatOnlyLooksLikeOne_IsNotFound(string text) => Assert.Empty(Guard.Find(text, Family));

    [Fact]
    public void Find_WithoutAFamily_LooksForFormsAlone() =>
        Assert.Equal([IdentifierKind.Postcode], Guard.Find("Orla lives at ST16 2LH.", KnownFamily.Nobody).Select(each => each.Kind));

    /// <summary>The longest text that is taken, of nothing but what patterns begin with: it is looked through within a second.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("01 ")]
    [InlineData("a.")]
    [InlineData("12 Aa ")]
    [InlineData("3 Feb ")]
    public void Find_InATextThatIsMadeToBeSlow_Ends(string piece)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        Guard.Find(string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length)), Family);

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2));
    }
}
