using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>The flag of the XML form of the return, which rules ask for again when part of it is handed in once more.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130221100_AsylumFlag")]
    public partial class AsylumFlag : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "uasc", table: "header", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "uasc", table: "header");
        }
    }
}
