using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>Whether the child's hub was told that the household has received the report. Of receipts from before it was not.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130020000_ReceiptTold")]
    public partial class ReceiptTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<bool>(name: "receipt_told", table: "disclosure", type: "boolean", nullable: false, defaultValue: false);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "receipt_told", table: "disclosure");
    }
}
