using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Who raised a case: a person, or the hub itself. Of those from before nobody knows but the trail.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130010000_WhoRaised")]
    public partial class WhoRaised : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "raised_by",
                table: "panel_case",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "raised_by",
                table: "panel_case");
        }
    }
}
