using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.PanelScheduling.Persistence.Migrations
{
    /// <summary>What is needed when a hub comes back from a backup: which records it still holds, which cases it has forgotten, and all that it was told of decisions.</summary>
    [DbContext(typeof(PanelDbContext))]
    [Migration("20261130011000_RestoredHubs")]
    public partial class RestoredHubs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "forgotten_on",
                table: "panel_case",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "epoch",
                table: "held_record",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<short>(
                name: "reversal_reason",
                table: "decision",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "forgotten_on",
                table: "panel_case");

            migrationBuilder.DropColumn(
                name: "epoch",
                table: "held_record");

            migrationBuilder.DropColumn(
                name: "reversal_reason",
                table: "decision");
        }
    }
}
