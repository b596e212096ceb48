using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Which draft of an item's minutes the chair has signed.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130013000_SignedMinutes")]
    public partial class SignedMinutes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<byte[]>(name: "signed_digest", table: "case_item", type: "bytea", nullable: true);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "signed_digest", table: "case_item");
    }
}
