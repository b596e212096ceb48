using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>For which day family finding has looked at everybody, so that a start does not look again.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129180000_FamiliesSwept")]
    public partial class FamiliesSwept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "families_swept_by",
                table: "hub_state",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "families_swept_on",
                table: "hub_state",
                type: "date",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "families_swept_by",
                table: "hub_state");

            migrationBuilder.DropColumn(
                name: "families_swept_on",
                table: "hub_state");
        }
    }
}
