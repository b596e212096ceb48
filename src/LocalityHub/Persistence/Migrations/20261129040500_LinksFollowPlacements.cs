using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>That the placement after a match broke down, and from when searches are awaited.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129040500_LinksFollowPlacements")]
    public partial class LinksFollowPlacements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(name: "disrupted_on", table: "family_link", type: "date", nullable: true);

            // The day on which the council joins, or on which it comes by this version.
            migrationBuilder.AddColumn<DateOnly>(name: "searches_from", table: "council_settings", type: "date", nullable: true, defaultValueSql: "current_date");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "searches_from", table: "council_settings");
            migrationBuilder.DropColumn(name: "disrupted_on", table: "family_link");
        }
    }
}
